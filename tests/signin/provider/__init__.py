"""An identity provider of the tests' own: django-oauth-toolkit as a program beside the site."""
