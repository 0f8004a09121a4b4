"""GraphQL over HTTP: what the transport asks and answers, apart from what the register says."""
