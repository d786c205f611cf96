"""What a paper can show by itself: signed statements small enough for a QR, checked with a public key and no network."""
