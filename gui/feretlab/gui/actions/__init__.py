"""What can be done: one table, which menus, palette and shortcuts read."""
