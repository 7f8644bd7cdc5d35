// Ordinary tests by testcontainers: testcontainers.js LEVEL.
'use strict';
const { spawnSync } = require('child_process');
const { DockerComposeEnvironment, GenericContainer, Network, Wait } = require('testcontainers');
const { row, denied, same, run, level, mode, hardened, denials } = require('./rows');

// A container as the level wants it.  Not all of the hardening has a method: hostConfig is open to subclasses.
class Hardened extends GenericContainer {
  constructor(image) {
    super(image);
    this.hostConfig = { ...this.hostConfig, ...hardened };
  }
}

function container(...command) {
  if (level === 'baseline') return new GenericContainer('app:1').withCommand(command);
  return new Hardened('app:1').withCommand(command).withUser('1001:1001');
}

async function withStarted(made, work) {
  const started = await made.start();
  try {
    return await work(started);
  } finally {
    await started.stop({ timeout: 0 });
  }
}

async function ordinary() {
  await row('a server, ready when its port answers', () => withStarted(
    container('httpd', '-f', '-p', '8080', '-h', '/etc').withExposedPorts(8080).withEnvironment({ A: 'b', TOKEN: 'c' }).withLabels({ a: 'b' }),
    async (it) => {
      const answer = await fetch(`http://${it.getHost()}:${it.getMappedPort(8080)}/passwd`);
      same(answer.status, 200);
    }));
  await row('ready when the log says so', () => withStarted(
    container('sh', '-c', 'echo ready; exec sleep 100').withWaitStrategy(Wait.forLogMessage(/ready/)), (it) => it.logs()));
  await row('ready when a command says so', () => withStarted(
    container('sleep', '100').withWaitStrategy(Wait.forSuccessfulCommand('true')),
    async (it) => same((await it.exec(['echo', 'hi'])).output, 'hi\n')));
  await row('ready by its health check', () => withStarted(
    container('sleep', '100').withHealthCheck({ test: ['CMD', 'true'], interval: 500, timeout: 2000, retries: 5, startPeriod: 0 })
      .withWaitStrategy(Wait.forHealthCheck()), async () => {}));
  await row('one that ends by itself', () => withStarted(container('true').withWaitStrategy(Wait.forOneShotStartup()), async () => {}));
  await row('a network with two containers', async () => {
    const network = await new Network().start();
    await withStarted(container('sleep', '100').withNetwork(network).withNetworkAliases('api'), () => withStarted(
      container('sleep', '100').withNetwork(network), async (it) => same((await it.exec(['nslookup', 'api'])).exitCode, 0)));
    await network.stop();
  });
  await row('limits, ulimits, hosts, restart', () => withStarted(
    container('sleep', '100').withResourcesQuota({ memory: 0.0625, cpu: 0.5 }).withUlimits({ nofile: { soft: 1024, hard: 2048 } })
      .withExtraHosts([{ host: 'db', ipAddress: '10.1.2.3' }]).withSharedMemorySize(16 << 20), (it) => it.restart({ timeout: 0 })));
  await row('reuse', async () => {
    const first = await container('sleep', '100').withReuse().start();
    const second = await container('sleep', '100').withReuse().start();
    same(first.getId(), second.getId());
    await first.stop({ timeout: 0, remove: true });
  });
  if (level === 'baseline') {
    await row('a compose file', async () => {
      const up = await new DockerComposeEnvironment(process.env.COMPOSE_FILES, 'classic.yml').up();
      await up.down({ removeVolumes: true, timeout: 1000 });
    });
    await row('a folder of the host', () => withStarted(
      container('sleep', '100').withBindMounts([{ source: process.cwd(), target: '/src', mode: 'ro' }]), async () => {}));
  }
}

// Ryuk watches over containers through the engine's socket, which is denied; the denial says how to do without.
async function ryuk() {
  await denied('Ryuk, whose denial says how to do without', () => {
    const before = denials().length;
    const child = spawnSync(process.execPath, ['-e', `
      const { GenericContainer } = require('testcontainers');
      new GenericContainer('app:1').withCommand(['sleep', '100']).start().then(() => process.exit(0), (error) => {
        console.log(error.message);
        process.exit(1);
      });`], { env: { ...process.env, TESTCONTAINERS_RYUK_DISABLED: 'false', TESTCONTAINERS_DOCKER_SOCKET_OVERRIDE: '/var/run/docker.sock' } });
    same(child.status, 1);
    if (!child.stdout.toString().includes('TESTCONTAINERS_RYUK_DISABLED=true')) throw new Error(child.stdout.toString());
    same(denials().slice(before).every((line) => line.includes('engine-sockets')), true);
  });
}

// What some levels or engines deny.  Below a read-only root nothing can be copied in.
async function needingMore() {
  if (level === 'restricted') return;
  await row('files copied in before the start', () => withStarted(
    container('cat', '/tmp/note').withCopyContentToContainer([{ content: 'kept', target: '/tmp/note' }]).withWaitStrategy(Wait.forOneShotStartup()),
    async () => {}), 'copy-in');
}

run(async () => {
  if (mode === 'level') {
    await ordinary();
    await ryuk();
  }
  await needingMore();
});
