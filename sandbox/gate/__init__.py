"""Who makes a call and whether it is allowed (api 10.3).

Here: checks that pass silently or raise the refusal that OVHcloud gives; IAM policies.
Not here: what the call is answered.
"""
