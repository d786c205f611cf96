"""Looking after a store: prove that it is whole, copy it, bring it back."""
