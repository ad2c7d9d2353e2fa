"""Moves a FAQ in and out of other programs' files: `legwise import` and `legwise export`.

importing, exporting   a file by its suffix -> a content folder, and back
csv_file               spreadsheet: one row an entry; csv_columns, csv_cells are its columns and its escaping
json_ld                schema.org FAQPage
markdown               `## question` and its answer, read only
html_page              one static page, written only
entries                values of `faq.models` -> the fields of the content files
content_files          the names and the layout of a content folder
yaml_file, yaml_insert YAML written, and added to a file that people keep
html_text              HTML -> text
text_file, names       files as text, names made of titles
"""
