"""Readers behind one seam: what looks at sources and says what they answer."""
