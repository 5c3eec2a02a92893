"""What editors see in a browser: the desk's page and the report, from templates."""
