"""The forms of a bundle, bytes to sheets and back: CSV, zip and workbook from anybody's hands, and the template."""
