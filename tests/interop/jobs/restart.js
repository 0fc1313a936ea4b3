// Restarts every VPS of the account: restart.js package host port
'use strict';

const [sdk, host, port] = process.argv.slice(2);
const ovh = require(sdk)({
  host,
  port: Number(port),
  appKey: process.env.OVH_APPLICATION_KEY,
  appSecret: process.env.OVH_APPLICATION_SECRET,
  consumerKey: process.env.OVH_CONSUMER_KEY,
});

async function restartAll() {
  for (const name of await ovh.requestPromised('GET', '/vps')) {
    const server = await ovh.requestPromised('GET', '/vps/{name}', { name });
    await ovh.requestPromised('POST', '/vps/{name}/reboot', { name });
    console.log(server.name);
  }
}

restartAll().catch((refusal) => {
  console.error(JSON.stringify(refusal));
  process.exit(1);
});
