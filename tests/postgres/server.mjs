// A PostgreSQL with pgvector in memory, for tests. Prints its port on the first line and ends when its standard input does.
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { vector } from '@electric-sql/pglite-pgvector';

const db = await PGlite.create({ extensions: { vector } });
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 16 });
server.addEventListener('listening', event => console.log(event.detail.port));
await server.start();
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
