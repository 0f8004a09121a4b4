"""What stands between the register and a browser: pages, what they load, and whom they and others may ask."""
