"""The dictionary: what every table and column of the open zone is, in English and Indonesian."""
