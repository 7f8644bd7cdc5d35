// Ordinary work by dockerode: dockerode.js LEVEL.
'use strict';
const fs = require('fs');
const path = require('path');
const { PassThrough } = require('stream');
const Docker = require('dockerode');
const tar = require('tar-fs');
const { row, same, run, level, mode, hardened } = require('./rows');

const docker = new Docker({ socketPath: process.env.DOCKER_HOST.replace('unix://', '') });
const user = level === 'restricted' ? '1001:1001' : '';
const auth = { username: process.env.REGISTRY_USER, password: process.env.REGISTRY_PASSWORD, serveraddress: process.env.REGISTRY };
const pushed = `${process.env.REGISTRY}/dockerode`;

const body = (command, more = {}, host = {}) => ({
  Image: 'app:1', Cmd: command, User: user, ...more, HostConfig: { ...hardened, ...host },
});

async function text(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))).toString();
}

// What a stream of progress ends with; its errors are thrown.
const followed = (stream) => new Promise((resolve, reject) => {
  docker.modem.followProgress(stream, (error, lines) => {
    const failed = error || (lines || []).map((line) => line.error).find(Boolean);
    if (failed) reject(new Error(failed)); else resolve(lines);
  });
});

// WORK on a container that is removed afterwards.
async function withContainer(work, { isStarted = true, ...host } = {}) {
  const container = await docker.createContainer(body(['sleep', '100'], {}, host));
  try {
    if (isStarted) await container.start();
    return await work(container);
  } finally {
    await container.remove({ force: true, v: true });
  }
}

async function exec(container, options, start) {
  const created = await container.exec({ AttachStdout: true, AttachStderr: true, ...options });
  const output = await text(await created.start(start));
  same((await created.inspect()).ExitCode, 0);
  return output;
}

async function containers() {
  await row('ping, version, info, df', async () => [await docker.ping(), await docker.version(), await docker.info(), await docker.df()]);
  await row('run', async () => {
    const output = new PassThrough();
    const [status, container] = await docker.run('app:1', ['echo', 'hello'], output, { User: user, HostConfig: hardened });
    same(status.StatusCode, 0);
    await container.remove();
  });
  const web = await row('createContainer and start', async () => {
    const made = await docker.createContainer({
      name: 'web',
      ...body(['sh', '-c', 'echo started; exec sleep 100'], {
        AttachStdin: false, AttachStdout: true, AttachStderr: true, Tty: true, OpenStdin: false, StdinOnce: false,
        Env: ['A=b'], Labels: { a: 'b' }, ExposedPorts: { '80/tcp': {} },
      }, {
        PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] }, Memory: 64 << 20, NanoCpus: 5e8, PidsLimit: 50,
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 }, Init: true, LogConfig: { Type: 'json-file', Config: {} },
      }),
    });
    await made.start();
    return made;
  });
  await row('listContainers, inspect', async () => [await docker.listContainers({ all: true }), await web.inspect()]);
  await row('attach, logs, logs that follow', async () => {
    const attached = await web.attach({ stream: true, stdout: true, stderr: true });
    attached.destroy();
    await web.logs({ stdout: true, stderr: true, tail: 5 });
    const followedLogs = await web.logs({ follow: true, stdout: true });
    await new Promise((resolve) => followedLogs.once('data', resolve));
    followedLogs.destroy();
  });
  await row('exec', async () => same((await exec(web, { Cmd: ['echo', 'hi'] }, {})).includes('hi'), true));
  await row('exec with a tty and input', async () => exec(web, { Cmd: ['tty'], Tty: true, AttachStdin: true }, { hijack: true, stdin: true, Tty: true }));
  await row('top, changes, stats', async () => [await web.top(), await web.changes(), await web.stats({ stream: false })]);
  await row('update, pause, unpause, rename', async () => [await web.update({ Memory: 48 << 20, MemorySwap: 96 << 20 }), await web.pause(), await web.unpause(), await web.rename({ name: 'site' })]);
  await row('restart, stop, start, kill, wait', async () => [await web.restart({ t: 0 }), await web.stop({ t: 0 }), await web.start(), await web.kill(), await web.wait()]);
  await row('remove', () => web.remove());
  await row('archives of one that does not run', () => withContainer(async (it) => [
    await text(await it.getArchive({ path: '/etc/passwd' })), await it.infoArchive({ path: '/etc/passwd' }), await text(await it.export())], { isStarted: false }));
  await row('events as they come', async () => {
    const events = await docker.getEvents({ filters: { event: ['create'] } });
    const seen = new Promise((resolve) => events.once('data', resolve));
    await withContainer(async () => {}, { isStarted: false });
    same(JSON.parse(await seen).Action, 'create');
    events.destroy();
  });
}

async function volumesAndNetworks() {
  await row('volumes', async () => {
    await docker.createVolume({ Name: 'data', Labels: { a: 'b' } });
    await withContainer(async () => {}, { Binds: ['data:/data'], Mounts: [{ Type: 'volume', Source: 'data', Target: '/again', ReadOnly: true }] });
    await docker.listVolumes();
    await docker.getVolume('data').remove();
    await docker.pruneVolumes();
  });
  await row('networks', async () => {
    const network = await docker.createNetwork({ Name: 'back', Driver: 'bridge', Internal: true, CheckDuplicate: true });
    await withContainer(async (it) => {
      await network.connect({ Container: it.id, EndpointConfig: { Aliases: ['api'] } });
      await network.disconnect({ Container: it.id });
    });
    await network.inspect();
    await network.remove();
    await docker.pruneNetworks();
  });
  await row('a network with a subnet', async () => (await docker.createNetwork({ Name: 'plan', IPAM: { Config: [{ Subnet: '10.213.8.0/24' }] } })).remove(), 'subnet');
  await row('a container in a network', async () => {
    const network = await docker.createNetwork({ Name: 'front' });
    const made = await docker.createContainer({ ...body(['true'], { NetworkingConfig: { EndpointsConfig: { front: { Aliases: ['web'] } } } }, { NetworkMode: 'front' }) });
    await made.start();
    await made.wait();
    await made.remove();
    await network.remove();
  });
  if (level !== 'baseline') return;
  await row('a folder of the host', async () => {
    fs.mkdirSync('src', { recursive: true });
    await withContainer(async () => {}, { Binds: [`${path.resolve('src')}:/src`] });
  });
}

async function images() {
  await row('checkAuth, tag, push', async () => {
    await docker.checkAuth(auth);
    await docker.getImage('app:1').tag({ repo: pushed, tag: '1' });
    await followed(await docker.getImage(`${pushed}:1`).push({ tag: '1', authconfig: auth }));
  });
  await row('remove and pull', async () => {
    await docker.getImage(`${pushed}:1`).remove();
    await followed(await docker.pull(`${pushed}:1`, { authconfig: auth }));
  });
  await row('list, inspect, history, distribution, save', async () => [await docker.listImages(), await docker.getImage('app:1').inspect(),
    await docker.getImage('app:1').history(), await docker.getImage(`${pushed}:1`).distribution({ authconfig: auth }), await text(await docker.getImage('app:1').get())]);
  await row('prune', async () => [await docker.pruneContainers(), await docker.getImage(`${pushed}:1`).remove(), await docker.pruneImages()]);
}

// What some levels or engines deny: each stands for itself.
async function needingMore() {
  fs.mkdirSync('context', { recursive: true });
  fs.writeFileSync('context/Dockerfile', 'FROM app:1\nRUN echo built >/built\n');
  const pack = () => tar.pack('context');
  await row('buildImage', async () => followed(await docker.buildImage(pack(), { t: 'dockerode:built' })), 'build');
  await row('buildImage from a folder', async () => followed(await docker.buildImage({ context: path.resolve('context'), src: ['Dockerfile'] }, { t: 'dockerode:built' })), 'build');
  await row('commit', () => withContainer((it) => it.commit({ repo: 'dockerode', tag: 'made' }), { isStarted: false }), 'make-image');
  await row('loadImage', async () => followed(await docker.loadImage(await docker.getImage('app:1').get())), 'make-image');
  await row('importImage', async () => followed(await docker.importImage(pack(), { repo: 'dockerode', tag: 'imported' })), 'make-image');
  await row('putArchive', () => withContainer((it) => it.putArchive(pack(), { path: '/v' }), { isStarted: false, Mounts: [{ Type: 'volume', Target: '/v' }] }), 'copy-in');
  await row('getArchive of one that runs', () => withContainer(async (it) => text(await it.getArchive({ path: '/etc/passwd' }))), 'copy-of-running');
}

run(async () => {
  if (mode === 'level') {
    await containers();
    await volumesAndNetworks();
    await images();
  }
  await needingMore();
});
