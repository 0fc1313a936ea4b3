"""One key as programs, pages and tables have it; nothing in these says at which endpoint."""

from __future__ import annotations

import json
from typing import Final

from tests.credentials.onboarding.reading_keys.spellings import AK, AS, CK

_FIELDS: Final = ("application_key", "application_secret", "consumer_key")
_VARIABLES: Final = ("OVH_AK", "OVH_AS", "OVH_CK")
_VALUES: Final = (AK, AS, CK)


def lines(form: str, names: tuple[str, ...] = _FIELDS) -> str:
    """A line for each of the three, of its name and its value."""
    pairs = zip(names, _VALUES, strict=True)
    return "\n".join(form.format(name=name, value=value) for name, value in pairs)


CODE: Final = {
    "Python, names in a row": f'ak, as_, ck = "{AK}", "{AS}", "{CK}"',
    "Python, long names in a row": f"{', '.join(_FIELDS)} = '{AK}', '{AS}', '{CK}'",
    "Python, a row of lines": f'(ak, as_, ck) = (\n    "{AK}",\n    "{AS}",\n    "{CK}",\n)',
    "JavaScript, a row": f"const [appKey, appSecret, consumerKey] = ['{AK}', '{AS}', '{CK}'];",
    "Go, a row": f'ak, as, ck := "{AK}", "{AS}", "{CK}"',
    "Perl, a row": f"my ($ak, $as, $ck) = ('{AK}', '{AS}', '{CK}');",
    "Perl, a row of words": f"my ($AK, $AS, $CK) = qw({AK} {AS} {CK});",
    "SQL": f"INSERT INTO keys (application_key, application_secret, consumer_key)"
    f" VALUES ('{AK}', '{AS}', '{CK}');",
    "short names": lines('{name} = "{value}"', ("ak", "as_", "ck")),
    "short names on a line": f"const ak = '{AK}', as = '{AS}', ck = '{CK}';",
    "what a variable is without one": lines(
        "{name} = os.environ.get('{name}', '{value}')", _VARIABLES
    ),
    "what a shell's variable is": lines(": ${{{name}:={value}}}", _VARIABLES),
    "what a container's variable is": lines("{name}: ${{{name}:-{value}}}", _VARIABLES),
    "what else": lines("{name}: process.env.{name} || '{value}',"),
    "wrapped": lines("{name} = SecretStr('{value}')"),
    "a default of a model": lines("{name}: str = Field(default='{value}')"),
    "Rust": f'application_key: "{AK}".to_string(), application_secret: String::from("{AS}"),'
    f' consumer_key: String::from("{CK}")',
    "in brackets": lines('{name} = ("{value}")'),
    "Ruby": lines("ENV['{name}'] ||= '{value}'", _VARIABLES),
    "Clojure": "{" + lines(':{name} "{value}"').replace("\n", " ") + "}",
    "TOML": lines("{name} = '''{value}'''").replace("'''", '"""', 2),
    "PowerShell, credential": f"@{{ OVHCredential = [pscredential]::new('{AK}', (ConvertTo-Secure"
    f"String '{AS}' -AsPlainText -Force)); OVHConsumerKeyInsecure = '{CK}' }}",
    "PowerShell, items": lines("Set-Item -Path Env:\\{name} -Value '{value}'", _VARIABLES),
    "YAML, anchors": lines("{name}: &a {value}"),
    "YAML, questions": lines("? {name}\n: {value}"),
    "value before name": json.dumps(
        [{"value": v, "name": n} for n, v in zip(_VARIABLES, _VALUES, strict=True)], indent=1
    ),
    "value before name in YAML": lines("- value: {value}\n  name: {name}", _VARIABLES),
    "value before name in a form": lines('<input value="{value}" name="{name}">').replace("\n", ""),
    "property list": lines("<key>{name}</key>\n<string>{value}</string>"),
    "KeePass": lines("<String><Key>{name}</Key><Value>{value}</Value></String>"),
    "a sentence": f"The application key is {AK}.\nThe application secret is {AS}, and\n"
    f"the consumer key is {CK}.",
}
_ENGLISH: Final = ("Application Key", "Application Secret", "Consumer Key")
PAGES: Final = {
    "letters behind the label": f"Application Key (AK): {AK}\nApplication Secret (AS) = {AS}\n"
    f"Consumer Key (CK): {CK}",
    "a dash": lines("{name} – {value}", _ENGLISH),
    "an arrow": lines("{name} -> {value}", _ENGLISH),
    "German": lines(
        "{name}\n{value}",
        ("Anwendungsschlüssel", "Anwendungsgeheimnis", "Verbraucherschlüssel"),
    ),
    "German, parted": lines(
        "{name}: {value}",
        ("Schlüssel der Anwendung", "Geheimer Anwendungsschlüssel", "Consumer-Schlüssel"),
    ),
    "German without umlauts": lines(
        "{name}: {value}", ("Anwendungs-Key", "Anwendungs-Secret", "Verbraucherschluessel")
    ),
    "Spanish": lines(
        "{name}\n{value}",
        ("Clave de aplicación", "Secreto de la aplicación", "Clave de consumidor"),
    ),
    "Italian": lines(
        "{name}: {value}",
        ("Chiave dell'applicazione", "Segreto dell’applicazione", "Chiave consumer"),
    ),
    "Polish": lines("{name}: {value}", ("Klucz aplikacji", "Sekret aplikacji", "Klucz klienta")),
}
_HEAD: Final = "application_key,application_secret,consumer_key"
TABLES: Final = {
    "a blank line below the head": f"{_HEAD}\n\n{AK},{AS},{CK}\n",
    "a row with a comma too many": f"{_HEAD}\n{AK},{AS},{CK},\n",
    "a row without its note": f"name,{_HEAD},note\nweb,{AK},{AS},{CK}\n",
    "a note with commas": f"name,{_HEAD},note\nweb,{AK},{AS},{CK},this, that\n",
    "headings with brackets": f"Application key (public),Application secret,Consumer key\n"
    f"{AK},{AS},{CK}\n",
    "columns of blanks": f"NAME   APPLICATION_KEY    APPLICATION_SECRET      CONSUMER_KEY\n"
    f"web    {AK}   {AS}   {CK}\n",
    "German headings": f"Anwendungsschlüssel;Anwendungsgeheimnis;Verbraucherschlüssel\n"
    f"{AK};{AS};{CK}\n",
}
