"""The shapes of the documents for machines, field by field; their JSON Schemas are made of them."""
