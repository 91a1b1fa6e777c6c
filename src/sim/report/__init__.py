"""What people see of finished results: headline numbers, tables, figures and one page; importing it is free."""
