// Leads OVHcloud's host to the sandbox for a program that knows no proxy: node --require detour.js
'use strict';

const tls = require('tls');

const { connect } = tls;
const port = Number(process.env.SANDBOX_PORT);
tls.connect = (options) => {
  const { host } = options;
  if (host !== 'eu.api.ovh.com') throw new Error(`${host} is not led anywhere`);
  return connect({ ...options, host: '127.0.0.1', port, servername: host });
};
