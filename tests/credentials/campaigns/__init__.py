"""Review campaigns: what is asked, what people decide, and what follows at the end."""
