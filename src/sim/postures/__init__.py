"""The menus of the three governments: a posture is one record, a menu is data with reasons."""
