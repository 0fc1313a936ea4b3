"""Every setting of Keydesk: one module a subject. These alone read the environment.

``environment`` reads it and knows the mode; the other modules are settings. docs/operations.md
lists every variable; a test keeps that list true. What is stored for a team belongs in ``teams``.
"""

from dashboard.settings.addresses import *
from dashboard.settings.applications import *
from dashboard.settings.database import *
from dashboard.settings.environment import *
from dashboard.settings.leak_service import *
from dashboard.settings.logs import *
from dashboard.settings.mail import *
from dashboard.settings.outgoing import *
from dashboard.settings.ovhcloud import *
from dashboard.settings.secret_keys import *
from dashboard.settings.security import *
from dashboard.settings.sign_in import *
from dashboard.settings.single_sign_on import *
