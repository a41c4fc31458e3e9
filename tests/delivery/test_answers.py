"""What a mail server's answer means, by its step, its code and its enhanced code."""

import pytest

from tasks.mail.answers import Fate, Reply, Step


@pytest.mark.parametrize(
    ("step", "code", "words", "fate"),
    [
        (Step.RECIPIENT, 550, "5.1.1 User unknown", Fate.NO_MAILBOX),
        (Step.RECIPIENT, 550, "No such user here", Fate.NO_MAILBOX),
        (Step.RECIPIENT, 551, "User not local", Fate.NO_MAILBOX),
        (Step.RECIPIENT, 553, "5.1.3 Bad address syntax", Fate.NO_MAILBOX),
        (Step.RECIPIENT, 550, "5.2.1 Mailbox disabled", Fate.NO_MAILBOX),
        (Step.RECIPIENT, 550, "5.4.1 Recipient address rejected: Access denied", Fate.NO_MAILBOX),
        (Step.RECIPIENT, 550, "5.1.8 Sender address rejected: Domain not found", Fate.SERVER),
        (Step.RECIPIENT, 550, "5.7.1 Message blocked by policy", Fate.REFUSED),
        (Step.RECIPIENT, 554, "5.7.1 Relay access denied", Fate.BROKEN),
        (Step.RECIPIENT, 550, "Unable to relay", Fate.BROKEN),
        (Step.RECIPIENT, 552, "5.2.2 Mailbox full", Fate.LATER),
        (Step.RECIPIENT, 552, "Quota exceeded", Fate.LATER),
        (Step.RECIPIENT, 450, "4.2.0 Greylisted", Fate.LATER),
        (Step.RECIPIENT, 451, "4.3.0 Try later", Fate.LATER),
        (Step.RECIPIENT, 421, "4.3.2 Closing", Fate.SERVER),
        (Step.RECIPIENT, 530, "5.7.0 Authentication required", Fate.SERVER),
        (Step.SENDER, 530, "5.7.0 Authentication required", Fate.SERVER),
        (Step.SENDER, 451, "4.7.1 Too many mails", Fate.SERVER),
        (Step.SENDER, 550, "5.7.1 Sender not allowed", Fate.SERVER),
        (Step.SENDER, 552, "5.3.4 Message too big", Fate.REFUSED),
        (Step.CONTENT, 554, "5.6.0 Content rejected", Fate.REFUSED),
        (Step.CONTENT, 552, "Message size exceeds limit", Fate.REFUSED),
        (Step.CONTENT, 550, "5.1.1 User unknown", Fate.NO_MAILBOX),
        (Step.CONTENT, 550, "Looks like spam", Fate.REFUSED),
        (Step.CONTENT, 451, "Local error", Fate.LATER),
        (Step.CONTENT, -1, "", Fate.BROKEN),
    ],
)
def test_fate(step, code, words, fate):
    assert Reply(step, code, words).fate is fate
