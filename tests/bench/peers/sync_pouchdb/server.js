// PouchDB Server's own parts on loopback: LevelDB below, the CouchDB protocol above.
const express = require("express");
const PouchDB = require("pouchdb");
const [folder, port] = process.argv.slice(2);
const app = express();
app.use("/", require("express-pouchdb")(PouchDB.defaults({ prefix: folder + "/" }), { mode: "minimumForPouchDB", inMemoryConfig: true }));
app.listen(Number(port), "127.0.0.1");
