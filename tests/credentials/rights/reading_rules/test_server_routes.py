"""Routes and settings of servers, and requests of pages: none asks for a right without a word."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules

ROUTES = [
    "get '/me', to: 'users#me'",
    "get '/me' do\n  json x\nend",
    'get "/me", UserController, :show',
    'get "/me" => sub { };',
    '@app.route("/me", methods=["GET"])',
    '@app.get("/me")\ndef me(): ...',
    "app.get('/me', (req, res) => res.send('x'));",
    "fastify.route({ method: 'GET', url: '/me', handler: me })",
    "server.route({ method: 'GET', path: '/me', handler: () => 1 })",
    '#[get("/me")]\nasync fn me() {}',
    "#[Route('/me', methods: ['GET'])]",
    'mux.HandleFunc("GET /me", h)',
    '@RequestMapping(value = "/me", method = RequestMethod.GET)',
    '@GET\n@Path("/me")',
    'app.MapGet("/me", () => "x");',
    "Route::match(['get'], '/me', [Me::class, 'x']);",
    "$router->add('GET', '/me', 'Me::get');",
    "api.add_resource(Me, '/me', methods=['GET'])",
    "app.add_url_rule('/me', methods=['GET'])",
    "GET     /me          controllers.Users.me",
    '(GET "/me" [] (handler))',
    "rule: Method(`GET`) && Path(`/me`)",
]
REQUESTS = [
    "new Request('/me', { method: 'GET' })",
    "fetch('/me', { method: 'GET' });",
    "$.ajax({ url: '/me', type: 'GET' });",
    "axios({ method: 'get', url: '/me' });",
    "expect(rules).not.toContain({ method: 'GET', path: '/me' })",
    "cy.intercept('GET', '/me', { fixture: 'me' })",
    'assert client.get("/me").status_code == 200',
    'def test_me(client):\n    r = client.get("/me")',
    "it('returns me', async () => {\n  await request(app).get('/me').expect(200);\n});",
    '<form action="/me" method="get">',
    "const { data } = await octokit.request('GET /me');",
]
SETTINGS = [
    (
        "kind: AuthorizationPolicy\nspec:\n  rules:\n  - to:\n    - operation:\n"
        '        methods: ["GET"]\n        paths: ["/me"]'
    ),
    '- to: {operation: {methods: ["GET"], paths: ["/me"]}}',
    "- name: me\n  http:\n    method: GET\n    path: /me",
    "- path: /me\n  pathType: Prefix\n  method: GET",
    "ingress:\n  - path: /me\n    method: GET",
    'rules:\n- nonResourceURLs: ["/me"]\n  verbs: ["get"]',
    "location /me {\n  limit_except GET { deny all; }\n}",
    "routes:\n  - name: me\n    service: users\n    paths: [/me]\n    methods: [GET]",
    (
        "kind: HTTPRoute\nspec:\n  rules:\n    - matches:\n        - path: {value: /me}\n"
        "          method: GET"
    ),
    "me:\n  handler: src/me\n  events:\n    - httpApi:\n        path: /me\n        method: GET",
    "- uses: octokit/request-action@v2\n  with:\n    route: GET /me",
    'match: { method: GET, path: "/me" }\nroute: { cluster: users }',
]


@pytest.mark.parametrize("text", [*ROUTES, *REQUESTS, *SETTINGS])
def test_it_is_left_or_said(text: str) -> None:
    reading = read_rules(text)
    assert all(piece.remarks for piece in reading.pieces)
    assert reading.said_parts


@pytest.mark.parametrize(
    "text",
    [
        "openapi: 3.0.3\nservers:\n  - url: https://a.example.org\npaths:\n  /me:\n    get: {}",
        '{"servers":[{"description":"x","url":"https://a.acme.dev"}],"paths":{"/me":{"get":{}}}}',
        '{"swagger":"2.0","host":"x.test","paths":{"/me":{"get":{},"put":{}}}}',
        "paths:\n  /me:\n    get: {}\nservers:\n- url: https://api.other.io",
        "swagger: '2.0'\nhost: api.acme.test\npaths:\n  /me:\n    get: {}",
    ],
)
def test_the_description_of_another_service_is_left_and_said(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules == ()
    assert any("no host of OVHcloud's" in str(part.reason) for part in reading.leftovers)


@pytest.mark.parametrize(
    "text",
    [
        "openapi: 3.0.3\nservers:\n  - url: https://eu.api.ovh.com/v1\npaths:\n  /me:\n    get: {}",
        "client.get('/me')",
        "console.log(len(client.get('/me')))",
        "rules.append(AccessRule('GET', '/me'))",
        "sign_and_send('GET', '/me')",
        "ovh.requestPromised('GET', '/me', {})",
        "method: GET\nroute: /me",
        "rules:\n  - method: GET\n    path: /me",
        "services:\n  app:\n    environment:\n      RULES: GET /me",
    ],
)
def test_calls_and_rules_of_ovhcloud_have_no_word(text: str) -> None:
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == ["GET /me"]
    assert not reading.pieces[0].remarks
