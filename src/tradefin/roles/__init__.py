"""What each participant may say, composed over chain/."""
