"""Results taken elsewhere: tables for a spreadsheet, a workbook, a bundle for a paper."""
