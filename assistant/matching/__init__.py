"""Which support measures apply to one enterprise, condition by condition. Pure: it reads nothing but what it is given.

`match` is the entry; `profile` is what is known of the enterprise, `results` what comes out. `asked` tells whether a
question is about the asker's own enterprise, and loads none of them.
"""
