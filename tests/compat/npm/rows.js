// Rows of tests/compat/lib.sh: "WORD<tab>TEXT" for each piece of work, held against the audit log.
'use strict';
const fs = require('fs');

const mode = process.env.QW_MODE;
const kinds = (process.env.QW_DENIED || '').split(' ');
const level = process.argv[2];

const hardened = level !== 'restricted' ? {} : {
  ReadonlyRootfs: true,
  CapDrop: ['ALL'],
  SecurityOpt: ['no-new-privileges'],
  Tmpfs: { '/tmp': '' },
};

function denials() {
  return fs.readFileSync(process.env.AUDIT, 'utf8').split('\n').filter((line) => line.includes('"decision":"deny"'));
}

function tell(word, text, detail) {
  process.stdout.write(`${word}\t${text}\n${detail ? `${detail}\n` : ''}`);
}

// WORK passes; where the rules deny its KIND it is denied.  What it returned, or undefined.
async function row(text, work, kind) {
  if (mode === 'opened' && !kinds.includes(kind)) return undefined;
  const before = denials().length;
  let result;
  let error = '';
  try {
    result = await work();
  } catch (thrown) {
    error = thrown.stack || String(thrown);
  }
  const isDenied = denials().length > before;
  if (mode === 'level' && kinds.includes(kind)) {
    const isSo = isDenied && error;
    tell(isSo ? 'by rule' : 'FAILED', `${text}   # ${kind}`, isSo ? '' : `not denied: ${error}`);
  } else if (isDenied) {
    tell('DENIED', text, error);
  } else {
    tell(error ? 'FAILED' : 'ok', text, error);
  }
  return result;
}

// WORK is to be denied whatever the policy; it looks itself at what the caller is told, and throws when it is not so.
async function denied(text, work) {
  const before = denials().length;
  let error = '';
  try {
    await work();
  } catch (thrown) {
    error = thrown.stack;
  }
  const isSo = !error && denials().length > before;
  tell(isSo ? 'by rule' : 'FAILED', text, error);
}

function same(got, wanted) {
  if (got !== wanted) throw new Error(`got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}

function run(main) {
  main().then(() => {
    tell('done', '');
    process.exit(0);
  }, (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
}

module.exports = { row, denied, same, run, level, mode, hardened, denials };
