"""Formal papers as .docx in the layout of NĐ 30/2020/NĐ-CP; always in Vietnamese, whatever the reader's language."""
