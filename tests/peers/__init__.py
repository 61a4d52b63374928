"""The same comparison pages built with other generators; ``make bench-peers`` runs it."""
