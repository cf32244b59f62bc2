-- Amounts are minor units as decimal text: uint96 exceeds SQLite's 64-bit integers.
-- Times are Unix seconds, days are numbered from 1970-01-01, ids of papers are 32 bytes.

CREATE TABLE source (chain_id INTEGER NOT NULL, registry TEXT NOT NULL);

CREATE TABLE events (
    seq INTEGER PRIMARY KEY, -- chain order
    block INTEGER NOT NULL,
    tx BLOB NOT NULL,
    log_index INTEGER NOT NULL,
    time INTEGER NOT NULL,
    emitter TEXT NOT NULL,
    name TEXT NOT NULL,
    fields TEXT NOT NULL, -- JSON; bytes as 0x..., dates in ISO 8601
    UNIQUE (tx, log_index)
);

CREATE TABLE calendars (number INTEGER PRIMARY KEY, utc_offset INTEGER NOT NULL);

CREATE TABLE lines (
    id INTEGER PRIMARY KEY,
    bank INTEGER NOT NULL,
    enterprise INTEGER NOT NULL,
    currency TEXT NOT NULL,
    "limit" TEXT NOT NULL,
    used TEXT NOT NULL,
    calendar INTEGER NOT NULL
);

CREATE TABLE line_debtors (
    line INTEGER NOT NULL REFERENCES lines,
    debtor INTEGER NOT NULL, -- 0 for all that are no participants
    used TEXT NOT NULL,
    PRIMARY KEY (line, debtor)
);

CREATE TABLE documents (
    id BLOB PRIMARY KEY,
    kind INTEGER NOT NULL,
    holder INTEGER NOT NULL,
    counterparty INTEGER NOT NULL,
    attestor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    version INTEGER NOT NULL,
    due INTEGER,
    valid_until INTEGER,
    revoked INTEGER NOT NULL DEFAULT 0,
    amount TEXT NOT NULL,
    consumed TEXT NOT NULL DEFAULT '0',
    used TEXT NOT NULL DEFAULT '0'
);

CREATE TABLE document_history (
    seq INTEGER NOT NULL REFERENCES events,
    document BLOB NOT NULL REFERENCES documents,
    currency TEXT NOT NULL,
    amount TEXT NOT NULL,
    used TEXT NOT NULL,
    open TEXT NOT NULL
);

CREATE TABLE stops (
    document BLOB PRIMARY KEY, -- attested or not
    frozen_until INTEGER,
    held_until INTEGER,
    rejected_until INTEGER,
    disputer INTEGER -- counts while it is the debtor
);

CREATE TABLE document_keys (
    key BLOB PRIMARY KEY, -- under another epoch of the secret
    document BLOB NOT NULL
);

CREATE TABLE financings (
    id INTEGER PRIMARY KEY,
    line INTEGER NOT NULL,
    bank INTEGER NOT NULL,
    enterprise INTEGER NOT NULL,
    currency TEXT NOT NULL,
    requested TEXT NOT NULL,
    maturity_day INTEGER NOT NULL,
    calendar INTEGER NOT NULL, -- the line's when it was requested
    opened INTEGER NOT NULL,
    asset BLOB,
    drawn INTEGER,
    closed INTEGER,
    written_off INTEGER, -- owed as before
    settled INTEGER
);

CREATE TABLE debt_history (
    seq INTEGER NOT NULL REFERENCES events,
    financing INTEGER NOT NULL REFERENCES financings,
    principal TEXT NOT NULL
);

CREATE TABLE payments (
    seq INTEGER NOT NULL REFERENCES events,
    financing INTEGER NOT NULL REFERENCES financings,
    fees TEXT NOT NULL,
    penalty TEXT NOT NULL,
    interest TEXT NOT NULL,
    principal TEXT NOT NULL,
    outstanding TEXT NOT NULL,
    due_day INTEGER NOT NULL, -- the maturity at the time
    how TEXT -- repaid from own funds, collected from the debtor, discharged out of security
);

CREATE TABLE receipts (
    seq INTEGER NOT NULL REFERENCES events,
    invoice BLOB NOT NULL REFERENCES documents,
    payer INTEGER NOT NULL, -- who booked it
    reference BLOB NOT NULL, -- its digest
    amount TEXT NOT NULL -- negative for a counter-entry
);

CREATE TABLE dilutions (
    seq INTEGER NOT NULL REFERENCES events,
    invoice BLOB NOT NULL REFERENCES documents,
    how TEXT NOT NULL, -- credited by a note, or cleared within tolerance
    amount TEXT NOT NULL
);

CREATE TABLE holdings (
    financing INTEGER NOT NULL REFERENCES financings,
    holder INTEGER NOT NULL,
    held TEXT NOT NULL,
    PRIMARY KEY (financing, holder)
);

CREATE TABLE guarantees (
    id INTEGER PRIMARY KEY,
    financing INTEGER NOT NULL REFERENCES financings,
    guarantor INTEGER NOT NULL,
    beneficiary INTEGER NOT NULL,
    payer INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    cover TEXT NOT NULL,
    premium TEXT NOT NULL, -- as agreed
    premium_paid TEXT NOT NULL, -- once issued, less what was given back
    expiry INTEGER,
    offered INTEGER NOT NULL,
    issued INTEGER,
    released INTEGER,
    live TEXT NOT NULL DEFAULT '0', -- cover that may still be paid
    paid TEXT NOT NULL DEFAULT '0'
);

CREATE TABLE cover_history (
    id INTEGER PRIMARY KEY, -- order
    time INTEGER NOT NULL, -- an event's, or the first second after an expiry
    financing INTEGER NOT NULL REFERENCES financings,
    covered TEXT NOT NULL
);

CREATE TABLE demands (
    id INTEGER PRIMARY KEY,
    guarantee INTEGER NOT NULL REFERENCES guarantees,
    amount TEXT NOT NULL,
    presented INTEGER, -- NULL while its statement is to follow
    examine_by INTEGER,
    examined INTEGER,
    discrepancies TEXT, -- bit set, 0 where it complies
    paid INTEGER,
    payout TEXT,
    withdrawn INTEGER,
    open_until INTEGER NOT NULL -- 0 once it is over, else the last second in which it keeps the guarantee
);

CREATE TABLE capital (
    seq INTEGER NOT NULL REFERENCES events,
    guarantor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    balance TEXT NOT NULL,
    locked TEXT NOT NULL
);

CREATE INDEX document_history_by_document ON document_history (document, seq);
CREATE INDEX debt_history_by_financing ON debt_history (financing, seq);
CREATE INDEX cover_history_by_financing ON cover_history (financing);
CREATE INDEX payments_by_financing ON payments (financing, seq);
CREATE INDEX receipts_by_payer ON receipts (payer, seq);
CREATE INDEX financings_by_bank ON financings (bank);
CREATE INDEX financings_by_enterprise ON financings (enterprise);
CREATE INDEX guarantees_by_guarantor ON guarantees (guarantor);
CREATE INDEX live_guarantees ON guarantees (expiry) WHERE live != '0';
CREATE INDEX demands_by_guarantee ON demands (guarantee);
CREATE INDEX guarantees_by_financing ON guarantees (financing);
CREATE INDEX capital_by_guarantor ON capital (guarantor, currency, seq);

PRAGMA user_version = 5;
