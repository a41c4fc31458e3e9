"""Mails: what each kind says, and how a claimed mail is handed to the SMTP server and settled."""
