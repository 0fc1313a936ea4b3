"""One key as people have it: in every tool's own spelling. ``{ak}``, ``{as_}``, ``{ck}``."""

from __future__ import annotations

import base64
import json
from typing import Final

AK, AS, CK = (
    "0a1b2c3d4e5f6071",
    "f0e1d2c3b4a5968778695a4b3c2d1e0f",
    "00112233445566778899aabbccddeeff",
)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


CONF: Final = f"[ovh-eu]\napplication_key={AK}\napplication_secret = {AS}\nconsumer_key={CK}\n"

#: Texts that hold one whole key at ovh-eu, and nothing else.
WHOLE: Final = {
    "ovh.conf": f"[default]\nendpoint=ovh-eu\n\n{CONF}",
    "ovh.conf, all in default": f"[default]\nendpoint=ovh-eu\n{CONF.partition(']')[2]}",
    "shell": f"export OVH_APPLICATION_KEY='{AK}'\nexport OVH_APPLICATION_SECRET=\"{AS}\"\n"
    f"OVH_CONSUMER_KEY={CK}; run\nexport OVH_ENDPOINT=ovh-eu",
    "dotenv on Windows": f"OVH_ENDPOINT=ovh-eu\r\nOVH_APPLICATION_KEY={AK}\r\n"
    f"OVH_APPLICATION_SECRET={AS}\r\nOVH_CONSUMER_KEY={CK}\r\n",
    "acme.sh": f"export OVH_AK=\"{AK}\"\nexport OVH_AS='{AS}'\nOVH_CK={CK}\nOVH_END_POINT=ovh-eu",
    "acme.sh, saved": f"SAVED_OVH_AK='{AK}'\nSAVED_OVH_AS='{AS}'\nSAVED_OVH_CK='{CK}'\n"
    "SAVED_OVH_END_POINT='ovh-eu'",
    "certbot": f"dns_ovh_endpoint = ovh-eu\ndns_ovh_application_key = {AK}\n"
    f"dns_ovh_application_secret = {AS}\ndns_ovh_consumer_key = {CK}",
    "lexicon, command": "lexicon ovh create example.com TXT --auth-entrypoint ovh-eu "
    f"--auth-application-key {AK} --auth-application-secret={AS} --auth-consumer-key '{CK}'",
    "lexicon, environment": f"LEXICON_OVH_AUTH_ENTRYPOINT=ovh-eu\n"
    f"LEXICON_OVH_AUTH_APPLICATION_KEY={AK}\nLEXICON_OVH_AUTH_APPLICATION_SECRET={AS}\n"
    f"LEXICON_OVH_AUTH_CONSUMER_KEY={CK}",
    "terraform": f'provider "ovh" {{\n  endpoint = "ovh-eu"\n  application_key    = "{AK}"\n'
    f'  application_secret = "{AS}"\n  consumer_key       = "{CK}"\n}}',
    "tfvars": f'ovh_endpoint = "ovh-eu"\novh_application_key = "{AK}"\n'
    f'ovh_application_secret = "{AS}"\novh_consumer_key = "{CK}"',
    "terraform defaults": f'variable "ovh_endpoint" {{ default = "ovh-eu" }}\n'
    f'variable "ovh_application_key" {{\n  type = string\n  default = "{AK}"\n}}\n'
    f'variable "ovh_application_secret" {{ default = "{AS}" }}\n'
    f'variable "ovh_consumer_key" {{\n  default = "{CK}"\n}}',
    "container": "spec:\n  containers:\n  - name: lego\n    env:\n"
    f"    - name: OVH_ENDPOINT\n      value: ovh-eu\n    - name: OVH_APPLICATION_KEY\n"
    f'      value: {AK}\n    - name: OVH_APPLICATION_SECRET\n      value: "{AS}"\n'
    f"    - name: OVH_CONSUMER_KEY\n      value: '{CK}'\n",
    "container in JSON": f'{{"environment": [{{"name": "OVH_AK", "value": "{AK}"}}, '
    f'{{"name": "OVH_AS", "value": "{AS}"}}, {{"name": "OVH_CK", "value": "{CK}"}}, '
    '{"name": "OVH_ENDPOINT", "value": "ovh-eu"}]}',
    "compose, a list": f"services:\n  traefik:\n    environment:\n      - OVH_ENDPOINT=ovh-eu\n"
    f"      - OVH_APPLICATION_KEY={AK}\n      - OVH_APPLICATION_SECRET={AS}\n"
    f"      - OVH_CONSUMER_KEY={CK}\n",
    "compose, a map": f"services:\n  traefik:\n    environment:\n      OVH_ENDPOINT: ovh-eu\n"
    f"      OVH_APPLICATION_KEY: {AK}\n      OVH_APPLICATION_SECRET: {AS}\n"
    f"      OVH_CONSUMER_KEY: {CK}\n",
    "Secret in base64": f"apiVersion: v1\ndata:\n  applicationKey: {encoded(AK)}\n"
    f"  applicationSecret: {encoded(AS)}\n  consumerKey: {encoded(CK)}\n"
    f"  endpoint: {encoded('ovh-eu')}\nkind: Secret\n",
    "Secret in JSON": f'{{"kind": "Secret", "data": {{"applicationKey": "{encoded(AK)}", '
    f'"applicationSecret": "{encoded(AS)}", "consumerKey": "{encoded(CK)}", '
    f'"endpoint": "{encoded("ovh-eu")}"}}}}',
    "Secret in clear": "kind: Secret\nstringData:\n  endpoint: ovh-eu\n"
    f"  application-secret: {AS}\n  application-key: {AK}\n  consumer-key: {CK}\n",
    "Secret with a file": f"kind: Secret\ndata:\n  ovh.conf: {encoded(CONF)}\n",
    "file in YAML": "files:\n  ovh.conf: |\n"
    + "".join(f"    {line}\n" for line in CONF.split("\n")),
    "JSON on one line": f'{{"endpoint":"ovh-eu","applicationKey":"{AK}",'
    f'"applicationSecret":"{AS}","consumerKey":"{CK}"}}',
    "dnscontrol": f'{{"ovh": {{"TYPE": "OVH", "app-key": "{AK}", "app-secret-key": "{AS}", '
    f'"consumer-key": "{CK}", "endpoint": "eu"}}}}',
    "Caddyfile": f"tls {{\n  dns ovh {{\n    endpoint ovh-eu\n    application_key {AK}\n"
    f"    application_secret {AS}\n    consumer_key {CK}\n  }}\n}}",
    "PHP": f"$ovh = new Api('{AK}',\n    '{AS}',\n    'ovh-eu',\n    '{CK}');",
    "PHP with its namespace": f'$ovh = new \\Ovh\\Api("{AK}", "{AS}", "ovh-eu", "{CK}");',
    "PHP array": f"return ['endpoint' => 'ovh-eu', 'applicationKey' => '{AK}',\n"
    f"  'applicationSecret' => '{AS}', 'consumerKey' => '{CK}'];",
    "Node": f"const ovh = require('ovh')({{\n  endpoint: 'ovh-eu',\n  appKey: '{AK}',\n"
    f"  appSecret: '{AS}',\n  consumerKey: '{CK}'\n}});",
    "Python": f"client = ovh.Client(\n  endpoint='ovh-eu',  # Europe\n  application_key='{AK}',\n"
    f"    application_secret='{AS}', consumer_key='{CK}',\n)",
    "Go": f'client, err := ovh.NewClient("ovh-eu", "{AK}", "{AS}", "{CK}")',
    "Go, environment": f'os.Setenv("OVH_ENDPOINT", "ovh-eu")\nos.Setenv("OVH_AK", "{AK}")\n'
    f'os.Setenv("OVH_APPLICATION_SECRET", "{AS}")\nos.Setenv("OVH_CONSUMER_KEY", "{CK}")',
    "Python, environment": f"os.environ['OVH_ENDPOINT'] = 'ovh-eu'\nos.environ['OVH_AK'] = '{AK}'\n"
    f"os.environ['OVH_AS'] = '{AS}'\nos.environ['OVH_CK'] = '{CK}'",
    "Posh-ACME": f"$pArgs = @{{ OVHRegion='ovh-eu'; OVHAppKey='{AK}'; OVHAppSecretInsecure='{AS}'; "
    f"OVHConsumerKeyInsecure='{CK}' }}",
    "PowerShell": f"$env:OVH_ENDPOINT = 'ovh-eu'\n$env:OVH_APPLICATION_KEY = \"{AK}\"\n"
    f"$env:OVH_APPLICATION_SECRET = '{AS}'\n$env:OVH_CONSUMER_KEY='{CK}'",
    "fish and cmd": f'set -gx OVH_ENDPOINT ovh-eu\nset -gx OVH_AK {AK}\nsetx OVH_AS "{AS}"\n'
    f"set OVH_CK={CK}",
    "docker": f"docker run -e OVH_ENDPOINT=ovh-eu -e OVH_APPLICATION_KEY={AK} "
    f"-e OVH_APPLICATION_SECRET={AS} -e OVH_CONSUMER_KEY={CK} lego",
    "kubectl": f"kubectl create secret generic ovh --from-literal=endpoint=ovh-eu "
    f"--from-literal=applicationKey={AK} --from-literal=applicationSecret={AS} "
    f"--from-literal=consumerKey={CK}",
    "helm": f"helm install x --set ovh.endpoint=ovh-eu --set ovh.applicationKey={AK} "
    f"--set ovh.applicationSecret={AS} --set ovh.consumerKey={CK}",
    "table": "name,endpoint,application_key,application_secret,consumer_key\n"
    f"web,ovh-eu,{AK},{AS},{CK}",
    "table of a spreadsheet": f"Endpoint;Application Key;Application Secret;Consumer Key\n"
    f"ovh-eu;{AK};{AS};{CK}\n",
    "Perl": f"OvhApi->new(type => OVH_API_EU, applicationKey => '{AK}', "
    f"applicationSecret => '{AS}', consumerKey => '{CK}');",
    "C#": f'Client client = new Client("ovh-eu", "{AK}", "{AS}", "{CK}");',
    "systemd": f'Environment="OVH_AK={AK}" "OVH_AS={AS}"\nEnvironment=OVH_CK={CK}\n'
    "Environment=OVH_ENDPOINT=ovh-eu",
    "Dockerfile": f"ENV OVH_ENDPOINT=ovh-eu OVH_APPLICATION_KEY={AK} \\\n"
    f"  OVH_APPLICATION_SECRET={AS}\nENV OVH_CONSUMER_KEY {CK}",
    "Proxmox": "acme: ovh\n\tapi ovh\n\tdata "
    + encoded(f"[ovh-eu]\nOVH_AK={AK}\nOVH_AS={AS}\nOVH_CK={CK}\n").rstrip("="),
    "OPNsense": f"<dns_ovh_app_key>{AK}</dns_ovh_app_key>\n<dns_ovh_app_secret>{AS}"
    f"</dns_ovh_app_secret>\n<dns_ovh_consumer_key>{CK}</dns_ovh_consumer_key>\n"
    "<dns_ovh_endpoint>ovh-eu</dns_ovh_endpoint>",
    "Unraid": f'<Config Name="OVH_ENDPOINT" Default="" Mode="">ovh-eu</Config>\n'
    f'<Config Name="OVH_APPLICATION_KEY" Target="x">{AK}</Config>'
    f'<Config Name="OVH_APPLICATION_SECRET">{AS}</Config>\n'
    f'<Config Name="OVH_CONSUMER_KEY" Mask="true">{CK}</Config>',
    "Pulumi, commands": f"pulumi config set ovh:endpoint ovh-eu\n"
    f"pulumi config set ovh:applicationKey {AK}\n"
    f"pulumi config set --secret ovh:applicationSecret {AS}\n"
    f"pulumi config set ovh:consumerKey {CK} --secret",
    "GitHub, commands": f"gh secret set OVH_ENDPOINT --body ovh-eu --repo a/b\n"
    f"gh secret set OVH_APPLICATION_KEY --repo a/b --body {AK}\n"
    f"gh secret set OVH_APPLICATION_SECRET -b '{AS}'\n"
    f'gh secret set OVH_CONSUMER_KEY --body="{CK}"',
    "GitLab, commands": f"glab variable set OVH_ENDPOINT ovh-eu\n"
    f"glab variable set OVH_APPLICATION_KEY {AK}\n"
    f"glab variable set OVH_APPLICATION_SECRET --masked --value {AS}\n"
    f"glab variable set OVH_CONSUMER_KEY {CK} --masked",
    "ovhcloud, commands": f"ovhcloud config set endpoint ovh-eu\n"
    f"ovhcloud config set application_key {AK}\novhcloud config set application_secret {AS}\n"
    f"ovhcloud config set consumer_key {CK}",
    "names in two parts": f"ovh:\n  endpoint: ovh-eu\n  application:\n    key: {AK}\n"
    f"    secret: {AS}\n  consumer:\n    key: {CK}\n",
    "HCL, names in two parts": f'ovh {{\n endpoint = "ovh-eu"\n application {{\n  key = "{AK}"\n'
    f'  secret = "{AS}"\n }}\n consumer {{ key = "{CK}" }}\n}}',
    "PowerShell, piped": f"$pArgs = @{{ OVHAppKey = '{AK}'; OVHRegion = 'ovh-eu'\n"
    f"  OVHAppSecret = (ConvertTo-SecureString '{AS}' -AsPlainText -Force)\n"
    f"  OVHConsumerKey = ('{CK}' | ConvertTo-SecureString -AsPlainText -Force)\n}}",
    "JSON in JSON": f'{{"last-applied": "{{\\"endpoint\\": \\"ovh-eu\\", '
    f'\\"applicationKey\\": \\"{AK}\\", \\"applicationSecret\\": \\"{AS}\\", '
    f'\\"consumerKey\\": \\"{CK}\\"}}"}}',
    "file in JSON": json.dumps({"files": {"ovh.conf": f"[default]\nendpoint=ovh-eu\n\n{CONF}"}}),
    "printf": f"printf 'endpoint=ovh-eu\\napplication_key={AK}\\napplication_secret={AS}\\n"
    f"consumer_key={CK}\\n' > ovh.conf",
    "two columns": f"endpoint,ovh-eu\napplication_key,{AK}\napplication_secret,{AS}\n"
    f"consumer_key,{CK}\n",
    "curly quotes": f"endpoint = “ovh-eu”\napplication_key = “{AK}”\n"
    f"application_secret = “{AS}”\nconsumer_key = ‘{CK}’",
    "XML": f'<add key="OVH_ENDPOINT" value="ovh-eu"/>\n<add key="OVH_AK" value="{AK}"/>\n'
    f'<add key="OVH_AS" value="{AS}"/><add key="OVH_CK" value="{CK}"/>',
}
#: The same, where nothing says at which endpoint.
WITHOUT_ENDPOINT: Final = {
    "the page": f"Application Key\n {AK}\nApplication Secret\n{AS}\n\nConsumer Key\n{CK} \n",
    "the page, with colons": f"Application Key:\n{AK}\nApplication Secret:\n{AS}\n"
    f"Consumer Key: {CK}",
    "the page, with tabs": f"Application Key\t{AK}\nApplication Secret\t{AS}\nConsumer Key\t{CK}",
    "the page on one line": f"Application Key {AK} Application Secret {AS} Consumer Key {CK}",
    "the page in French": f"Clé d'application\n{AK}\nSecret d'application\n{AS}\n"
    f"Clé consommateur\n{CK}",
    "the page in French, with colons": f"Clé d’application : {AK}\n"
    f"Clé secrète de l'application : {AS}\nClé de consommateur : {CK}",
    "bullets": f"- Application Key: {AK}\n- Application Secret: {AS}\n- Consumer Key: {CK}",
    "a note": f"AK: {AK}\nAS: {AS}\nCK: {CK}",
    "Docker secrets": f"echo {AK} | docker secret create ovh_application_key -\n"
    f"echo {AS} | docker secret create ovh_application_secret -\n"
    f"printf %s {CK} | docker secret create ovh_consumer_key -",
    "AWS parameters": f"aws ssm put-parameter --name /ovh/application_key --value {AK}\n"
    f"aws ssm put-parameter --name /ovh/application_secret --value {AS} --type SecureString\n"
    f"aws ssm put-parameter --name /ovh/consumer_key --value {CK}",
    "the page as HTML": f"<tr><td>Application Key</td><td>{AK}</td></tr><tr><td>Application "
    f"Secret</td><td>{AS}</td></tr>\n<tr>\n<th>Consumer Key</th>\n<td><code>{CK}</code></td></tr>",
    "a list of definitions": f"<dt>Application Key</dt><dd><code>{AK}</code></dd>\n"
    f"<dt>Application Secret</dt>\n<dd>{AS}</dd>\n<dt>Consumer Key</dt><dd>{CK}</dd>",
    "Secret with line ends": f"kind: Secret\ndata:\n  applicationKey: {encoded(AK + chr(10))}\n"
    f"  applicationSecret: {encoded(AS + chr(10))}\n  consumerKey: {encoded(CK + chr(10))}\n",
    "Secret as binary": f"kind: Secret\ndata:\n  applicationKey: !!binary {encoded(AK)}\n"
    f"  applicationSecret: !!binary {encoded(AS)}\n  consumerKey: !!binary {encoded(CK)}\n",
    "headings in bold": f"**Application Key**: {AK}\n**Application Secret**: `{AS}`\n"
    f"**Consumer Key**: {CK}",
}
