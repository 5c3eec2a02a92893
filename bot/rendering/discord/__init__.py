"""Cards as Discord's JSON objects: messages, their buttons and menus, and the pages of a story."""
