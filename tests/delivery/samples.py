"""Reports as real servers write them (RFC 3464), with the addresses of the test office."""

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mail.haiphong.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: theodoi@haiphong.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4D5F.1676860000/mail.haiphong.example"
Message-Id: <20230220023000.4D5F@mail.haiphong.example>

This is a MIME-encapsulated message.

--4D5F.1676860000/mail.haiphong.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.haiphong.example.

<{address}>: host mx.haiphong.example[192.0.2.7] said: {code} {status} {words} (in reply to RCPT TO command)

--4D5F.1676860000/mail.haiphong.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.haiphong.example
X-Postfix-Queue-ID: 4D5F
X-Postfix-Sender: rfc822; theodoi@haiphong.example
Arrival-Date: Mon, 20 Feb 2023 09:30:00 +0700 (+07)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.haiphong.example
Diagnostic-Code: smtp; {code} {status} {words}

--4D5F.1676860000/mail.haiphong.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <theodoi@haiphong.example>
From: theodoi@haiphong.example
To: {address}
Message-ID: {message_id}
Subject: =?utf-8?q?1_nhi=E1=BB=87m_v=E1=BB=A5_qu=C3=A1_h=E1=BA=A1n?=

--4D5F.1676860000/mail.haiphong.example--
"""

EXCHANGE = """\
From: Microsoft Outlook <MicrosoftExchange329e71ec@haiphong.example>
To: <theodoi@haiphong.example>
Date: Mon, 20 Feb 2023 02:31:00 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary="8bb5c3"
X-MS-Exchange-Message-Is-Ndr:
Message-ID: <c3b1@ex01.haiphong.example>
Subject: Undeliverable: x
MIME-Version: 1.0

--8bb5c3
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset="us-ascii"

Delivery has failed to these recipients or groups:

--inner
Content-Type: text/html; charset="us-ascii"

<html><body>Delivery has failed</body></html>

--inner--

--8bb5c3
Content-Type: message/delivery-status

Reporting-MTA: dns;ex01.haiphong.example
Received-From-MTA: dns;mail.haiphong.example
Arrival-Date: Mon, 20 Feb 2023 02:31:00 +0000

Original-Recipient: rfc822;{address}
Final-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;{code} {status} {words}
X-Display-Name: x

--8bb5c3
Content-Type: message/rfc822

Received: from mail.haiphong.example by ex01.haiphong.example; Mon, 20 Feb 2023 02:31:00 +0000
From: theodoi@haiphong.example
To: {address}
Message-ID: {message_id}
Subject: x
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

Noi dung thu.

--8bb5c3--
"""

HOLIDAY = """\
From: {address}
To: theodoi@haiphong.example
Subject: Tra loi tu dong: nghi phep
Message-ID: <auto-1@haiphong.example>
In-Reply-To: {message_id}
Content-Type: text/plain

Toi dang nghi phep.
"""


def report(
    form,
    *,
    address,
    message_id,
    action="failed",
    code=550,
    status="5.1.1",
    words="User unknown in virtual mailbox table",
):
    """One mail as bytes with the line ends of the wire."""
    filled = form.format(address=address, message_id=message_id, action=action, code=code, status=status, words=words)
    return filled.replace("\n", "\r\n").encode()
