"""The MIEUX archive: articles, Actions, key facts, milestones and terms of the EU-ICMPD initiative, queryable offline."""

__version__ = "0.1.0"
