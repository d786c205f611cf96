// As many documents as we have events, replicated to the server in one go.
const fs = require("fs");
const PouchDB = require("pouchdb");
const [lines, folder, address] = process.argv.slice(2);

async function main() {
  const docs = fs.readFileSync(lines, "utf-8").trimEnd().split("\n").map(JSON.parse);
  const here = new PouchDB(folder + "/here");
  for (let at = 0; at < docs.length; at += 1000) await here.bulkDocs(docs.slice(at, at + 1000));
  const before = process.cpuUsage(), began = process.hrtime.bigint();
  const done = await here.replicate.to(address + "/there", { batch_size: 500 });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9, spent = process.cpuUsage(before);
  if (done.docs_written !== docs.length) throw new Error(JSON.stringify(done));
  console.log(JSON.stringify({ seconds, cpu: (spent.user + spent.system) / 1e6 }));
  await here.close();
}

main().catch((fault) => { console.error(fault); process.exit(1); });
