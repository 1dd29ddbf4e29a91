"""What happened: who met, where, in which programme, and what they agreed may be shown.

Programme: a funded effort over years. Organisation: a group, network, donor or other body.
Contributor: a person or group under the name they chose. Consent: what they agreed to; asked when reading.
Event: a dated happening. Session: a part of it. Participation: an organisation at an event, in a role.
Survey, Question, Option: figures with their base. Resource: something to take away.
Country, Population, Topic: the words that tie records together.
"""
