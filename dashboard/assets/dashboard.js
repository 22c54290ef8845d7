// What pages do beyond being read: they follow events, send files, and ask before what cannot be taken back. No library, no build.
'use strict';

const root = document.querySelector('meta[name=root]').content;
const formToken = document.querySelector('meta[name=form-token]').content;
const grouped = new Intl.NumberFormat('en-US');

// MARK: Live

// Events come over one stream while the page is looked at; what was missed is caught up by its number.
const live = { seq: document.body.dataset.seq, run: document.body.dataset.live, source: null, timer: null, busy: false, again: false, pause: 1000 };

function listen() {
  if (!live.run || live.source || document.hidden) return;
  const of = live.run === '*' ? '' : '&run=' + encodeURIComponent(live.run);
  live.source = new EventSource(root + '/live?after=' + live.seq + of);
  live.source.onerror = () => {
    // The stream comes back by itself; where the session is over, it never does.
    if (live.source && live.source.readyState === EventSource.CLOSED) {
      live.source = null;
      refresh();
    }
  };
  for (const kind of kinds) live.source.addEventListener(kind, heard);
}

const outcomes = ['submitted', 'progress', 'paused', 'resumed', 'retried', 'prioritized', 'cancelled', 'failed', 'completed'];
const kinds = ['import', 'link', 'enrich', 'push'].flatMap(run => outcomes.map(outcome => run + '_' + outcome)).concat([
  'import_lookups_added', 'import_undo_begun', 'import_undone', 'duplicates_restored', 'jobs_rescued', 'job_retried', 'job_dead',
  'job_discarded', 'campaign_rule_applied', 'campaign_rule_failed', 'person_erased']);

function silence() {
  if (live.source) live.source.close();
  live.source = null;
}

function heard(message) {
  live.seq = message.lastEventId || live.seq;
  let event;
  try { event = JSON.parse(message.data); } catch { return; }
  count(event);
  // The counters are there at once; drawings and tables follow.
  if (!live.timer) live.timer = setTimeout(refresh, event.kind.endsWith('_progress') ? live.pause : 150);
}

// Writes the counters of an event into the page.
function count(event) {
  if (event.stored === undefined || !event.run_id) return;
  for (const place of document.querySelectorAll('[data-run="' + event.run_id + '"]')) {
    const bar = place.querySelector('svg[data-total]');
    const done = event.stored + event.duplicates + event.rejected;
    const total = event.rows || Math.max(bar ? Number(bar.dataset.total) : 0, event.rows_split, done, 1);
    const share = event.status === 'completed' ? 1 : Math.min(done / total, 0.999);
    const values = { stored: event.stored, duplicates: event.duplicates, rejected: event.rejected, done };
    for (const [name, value] of Object.entries(values)) {
      for (const cell of place.querySelectorAll('[data-count=' + name + ']')) cell.textContent = grouped.format(value);
    }
    if (!event.numbers) for (const cell of place.querySelectorAll('[data-count=percent]')) cell.textContent = (share * 100).toFixed(1);
    if (!bar) continue;
    let x = 0;
    for (const name of ['stored', 'duplicates', 'rejected']) {
      const piece = bar.querySelector('[data-of=' + name + ']');
      const width = values[name] / total * 1000;
      piece.setAttribute('x', x.toFixed(2));
      piece.setAttribute('width', width.toFixed(2));
      x += width;
    }
  }
}

// Asks for the page again, and takes over the parts that changed; never one that somebody works in.
async function refresh() {
  live.timer = null;
  if (live.busy) { live.again = true; return; }
  live.busy = true;
  const begun = performance.now();
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
    if (answer.redirected && new URL(answer.url).pathname === root + '/login') { location.reload(); return; }
    if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  } catch { /* The next event asks again. */ }
  live.busy = false;
  // A slow server is asked less often.
  live.pause = Math.max(1000, 5 * (performance.now() - begun));
  if (live.again) { live.again = false; live.timer = setTimeout(refresh, live.pause); }
  listen();
}

function take(fresh) {
  for (const part of document.querySelectorAll('[data-part]')) {
    const other = fresh.getElementById(part.id);
    if (!other || other.isEqualNode(part)) continue;
    const active = document.activeElement;
    if (part.contains(active) && /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName)) continue;
    const open = [...part.querySelectorAll('details')].map(details => details.open);
    const path = part.contains(active) ? [...part.querySelectorAll('a, button, summary, [tabindex]')].indexOf(active) : -1;
    const scrolled = [...part.querySelectorAll('.scroll')].map(box => box.scrollLeft);
    part.replaceChildren(...document.importNode(other, true).childNodes);
    part.querySelectorAll('details').forEach((details, index) => { details.open = open[index] ?? false; });
    part.querySelectorAll('.scroll').forEach((box, index) => { box.scrollLeft = scrolled[index] ?? 0; });
    if (path >= 0) part.querySelectorAll('a, button, summary, [tabindex]')[path]?.focus({ preventScroll: true });
  }
}

// What comes without an event is asked for while the page says that it waits.
setInterval(() => { if (!document.hidden && !live.timer && document.querySelector('[data-waits]')) refresh(); }, 2000);

document.addEventListener('visibilitychange', () => {
  if (document.hidden) { silence(); } else if (live.run) { refresh(); }
});
addEventListener('pagehide', silence);
addEventListener('pageshow', listen);

// On a phone pages stand in one row: the one that is shown is brought into it.
const here = document.querySelector('nav a[aria-current]');
if (here) here.closest('nav').scrollLeft = here.offsetLeft - (innerWidth - here.offsetWidth) / 2;

// MARK: Forms

document.addEventListener('submit', event => {
  const question = event.submitter?.dataset.ask;
  if (question && !confirm(question)) event.preventDefault();
});
document.addEventListener('change', event => {
  if (event.target.matches('select[data-submits]')) event.target.form.requestSubmit();
});

// `refinery run --web` prints an address with a key behind #, which no server sees: it logs in by itself.
const login = document.getElementById('login');
if (login && location.hash.startsWith('#rfk_')) {
  login.elements.key.value = location.hash.slice(1);
  history.replaceState(null, '', location.pathname + location.search);
  login.requestSubmit();
}

// MARK: Files

const reason = async answer => {
  try { const problem = await answer.json(); return problem.detail || problem.message; } catch { return 'The server answered ' + answer.status + '.'; }
};
// What the server says of a file, as a piece of the page; a fault as a note.
const piece = async answer => {
  if (answer.ok) return document.importNode(new DOMParser().parseFromString(await answer.text(), 'text/html').body, true).childNodes;
  const note = document.createElement('p');
  note.className = 'note bad';
  note.setAttribute('role', 'alert');
  note.textContent = await reason(answer);
  return [note];
};

// A form that sends one file as it is, and shows what came of it.
document.addEventListener('submit', async event => {
  const form = event.target;
  if (!form.dataset.sends) return;
  event.preventDefault();
  const [file, outcome, button] = [form.querySelector('input[type=file]').files[0], form.querySelector('[data-outcome]'), form.querySelector('button')];
  if (!file) return;
  button.disabled = true;
  try {
    outcome.replaceChildren(...await piece(await fetch(form.dataset.sends + '?' + new URLSearchParams({ name: file.name }), {
      method: 'POST', body: file, credentials: 'same-origin',
      headers: { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': formToken, Accept: 'application/json' } })));
    form.reset();
  } catch { outcome.textContent = 'The server does not answer.'; } finally { button.disabled = false; }
});

const drop = document.getElementById('drop');
if (drop) {
  const chooser = document.getElementById('file');
  const mapping = document.getElementById('mapping');
  const fault = document.getElementById('sending-fault');
  // sample: of a file that is no plain text, the table that the server made of its beginning; sheets: the choice of one.
  const chosen = { file: null, columns: new Map(), options: new Map(), question: 0, isPlain: true, sample: null, sheets: null };
  // Workbooks and what is packed begin with these bytes, JSON with a bracket: they are looked at as a whole.
  const isPlain = async file => {
    const bytes = new Uint8Array(await file.slice(0, 64).arrayBuffer());
    const begins = (...wanted) => wanted.every((byte, index) => bytes[index] === byte);
    if (begins(0x50, 0x4b) || begins(0xd0, 0xcf, 0x11, 0xe0) || begins(0x1f, 0x8b)) return false;
    return !/^\ufeff?\s*[[{]/.test(new TextDecoder().decode(bytes));
  };

  // A name as the server would show it: with what acts instead of being shown made visible.
  const visible = text => text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
  const say = text => { fault.textContent = text; fault.hidden = !text; };
  const query = () => {
    const query = new URLSearchParams({ name: chosen.file.name, size: chosen.file.size });
    for (const [column, target] of chosen.columns) query.append('map', '#' + column + '=' + target);
    for (const [name, value] of chosen.options) query.append(name, value);
    return query;
  };

  // Shows what would become of the file as it is mapped now.
  const preview = async () => {
    const question = ++chosen.question;
    const focused = document.activeElement?.dataset?.column;
    const choices = query();
    let body = chosen.file;
    if (chosen.sample) {
      body = chosen.sample.bytes;
      choices.set('size', chosen.sample.size);
      choices.set('converted', chosen.sample.format);
    } else if (chosen.isPlain) {
      body = chosen.file.slice(0, Number(drop.dataset.sample));
    }
    mapping.classList.add('busy');
    say('');
    try {
      const answer = await fetch(root + '/submit/preview?' + choices, {
        method: 'POST', body, credentials: 'same-origin',
        headers: { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': formToken, Accept: 'application/json' } });
      if (question !== chosen.question) return;
      if (!answer.ok) { say(await reason(answer)); return; }
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      mapping.replaceChildren(...document.importNode(fresh.body, true).childNodes);
      const sample = document.getElementById('sample');
      if (sample) {
        const { format, size, text } = sample.dataset;
        chosen.sample = { format, size, bytes: Uint8Array.from(atob(text), character => character.charCodeAt(0)) };
        sample.remove();
        chosen.sheets = document.getElementById('sheets');
      } else if (chosen.sheets) {
        document.getElementById('sheets').replaceWith(chosen.sheets);
      }
      if (focused) mapping.querySelector('[data-column="' + focused + '"]')?.focus({ preventScroll: true });
      for (const box of mapping.querySelectorAll('input[data-option]')) box.checked = chosen.options.get(box.dataset.option) === box.value;
    } catch { say('The server does not answer.'); } finally { if (question === chosen.question) mapping.classList.remove('busy'); }
  };

  const choose = async file => {
    if (!file) return;
    chosen.file = file;
    chosen.columns.clear();
    chosen.options.clear();
    chosen.sample = chosen.sheets = null;
    mapping.replaceChildren();
    if (file.size > Number(drop.dataset.limit)) { say('The file has more bytes than are taken here.'); return; }
    drop.querySelector('span').textContent = visible(file.name);
    chosen.isPlain = await isPlain(file);
    if (!chosen.isPlain && file.size > Number(drop.dataset.whole)) {
      say('A file of this kind is looked at as a whole, and this one is too large for that. Submit it with refinery submit.');
      return;
    }
    preview();
  };

  // Sends the file; the bar is that of the browser.
  const send = () => {
    const request = new XMLHttpRequest();
    const [box, bar, note] = ['sending', 'sending-bar', 'sending-note'].map(id => document.getElementById(id));
    const choices = query();
    choices.delete('size');
    choices.append('remember', 'true');
    document.getElementById('sending-name').textContent = visible(chosen.file.name);
    box.hidden = false;
    mapping.replaceChildren();
    say('');
    request.upload.onprogress = event => {
      if (!event.lengthComputable) return;
      bar.value = event.loaded / event.total;
      note.textContent = Math.round(100 * event.loaded / event.total) + ' % sent; what is there is refined already';
    };
    request.onload = () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* said below */ }
      if (request.status === 201 && answer.submission_id) {
        if (!answer.refused.length) { location.assign(root + '/uploads'); return; }
        box.hidden = true;
        say(answer.imports.length + ' of ' + (answer.imports.length + answer.refused.length) + ' tables are imports now. '
          + answer.refused.map(table => table.file_name + ': ' + table.message).join(' '));
        return;
      }
      if (request.status === 201) { location.assign(root + '/imports/' + answer.import_id); return; }
      box.hidden = true;
      say(answer.detail || answer.message || 'The server answered ' + request.status + '.');
      const known = answer.details?.context?.existing_import_id;
      if (known) {
        const link = document.createElement('a');
        link.href = root + '/imports/' + known;
        link.textContent = 'That import';
        fault.append(' ', link);
      }
    };
    request.onerror = () => { box.hidden = true; say('The connection broke; nothing was stored.'); };
    request.open('POST', root + '/submit?' + choices);
    request.setRequestHeader('X-CSRF-Token', formToken);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Accept', 'application/json');
    request.send(chosen.file);
  };

  chooser.addEventListener('change', () => choose(chooser.files[0]));
  for (const name of ['dragenter', 'dragover']) addEventListener(name, event => { event.preventDefault(); drop.classList.add('over'); });
  for (const name of ['dragleave', 'drop']) addEventListener(name, event => { event.preventDefault(); drop.classList.remove('over'); });
  addEventListener('drop', event => choose(event.dataTransfer?.files[0]));
  mapping.addEventListener('change', event => {
    const { column, option } = event.target.dataset;
    if (column) chosen.columns.set(column, event.target.value);
    // Of another sheet nothing is known yet.
    if (event.target.dataset.whole !== undefined) {
      chosen.sample = chosen.sheets = null;
      chosen.columns.clear();
    }
    if (option) {
      if (event.target.type === 'checkbox' && !event.target.checked) chosen.options.delete(option); else chosen.options.set(option, event.target.value);
    }
    if (column || option) preview();
  });
  mapping.addEventListener('click', event => { if (event.target.id === 'start') send(); });
}
