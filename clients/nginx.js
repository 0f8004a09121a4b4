// nginx with the example configuration, in front of a service, on a free port and in a folder of its own.
import { access, constants, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { clients, ended, said, started } from './service.js';

const WITHIN = 15_000;

async function nginxCommand() {
  for (const folder of [...process.env.PATH.split(delimiter), '/usr/sbin', '/usr/local/sbin']) {
    const file = join(folder, 'nginx');
    const runs = await access(file, constants.X_OK).then(() => true, () => false);
    if (runs) return file;
  }
  throw new Error('nginx is not installed. Install it, on Debian by clients/install-nginx.sh as root, and try again.');
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What a machine's own nginx.conf says around a file of /etc/nginx/conf.d, with every path in `folder`. */
const surroundings = (folder) => `
daemon off;
${process.getuid() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr notice;
events { worker_connections 256; }
http {
    access_log off;
    client_body_temp_path ${folder}/body;
    proxy_temp_path ${folder}/proxy;
    fastcgi_temp_path ${folder}/fastcgi;
    uwsgi_temp_path ${folder}/uwsgi;
    scgi_temp_path ${folder}/scgi;
    include ${folder}/cget.conf;
}
`;

/** Gives the address of /graphql through nginx, and `stop`, which must be awaited. */
export async function startNginx(service) {
  const command = await nginxCommand();
  const folder = await mkdtemp(join(tmpdir(), 'cget-nginx-'));
  const listen = `127.0.0.1:${await freePort()}`;
  const names = { CGET_LISTEN: listen, CGET_SERVICE: new URL(service.base).host, CGET_CACHE: join(folder, 'cache') };
  const template = await readFile(join(clients, 'nginx.conf.template'), 'utf8');
  const configuration = template.replace(/^[^#\n]*\$\{(\w+)\}/gm, (line, name) => line.replace(`\${${name}}`, names[name]));
  await writeFile(join(folder, 'cget.conf'), configuration);
  await writeFile(join(folder, 'nginx.conf'), surroundings(folder));
  const child = started(command, ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')]);
  const stop = async () => {
    await ended(child, WITHIN);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await said(child, /start worker processes/, WITHIN);
    return { graphql: `http://${listen}/graphql`, webSocket: `ws://${listen}/graphql`, stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}
