// Reads the account and its servers with @ovh-api/api: read_account.js package host port
'use strict';

const [sdk, host, port] = process.argv.slice(2);
const OvhApi = require(sdk).default;
const ovh = new OvhApi({
  host,
  port: Number(port),
  appKey: process.env.OVH_APPLICATION_KEY,
  appSecret: process.env.OVH_APPLICATION_SECRET,
  consumerKey: process.env.OVH_CONSUMER_KEY,
});

async function read() {
  const account = await ovh.request('GET', '/me');
  const names = await ovh.request('GET', '/vps');
  console.log(JSON.stringify({ account: account.nichandle, servers: names.length }));
}

read().catch((refusal) => {
  console.error(refusal.message || JSON.stringify(refusal));
  process.exit(1);
});
