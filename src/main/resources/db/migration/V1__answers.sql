-- Every answer that was stored, never overwritten: the newest of a key is looked up, all of them
-- are the history. The partitions, one a day (UTC), are made and dropped by the service.
CREATE TABLE atalaya.answers (
  model       text NOT NULL,
  epoch       bigint NOT NULL,
  input       uuid NOT NULL,              -- the 128 bits of the input's hash
  stored_at   timestamptz NOT NULL,
  version     text NOT NULL,
  segment     text,
  confidence  double precision,
  answered_at timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,       -- the time of its removal, where that came first
  stamp       bigint NOT NULL,
  answer      bytea NOT NULL              -- as the caches have it, the body compressed or short
) PARTITION BY RANGE (stored_at);

-- Compressed already.
ALTER TABLE atalaya.answers ALTER COLUMN answer SET STORAGE EXTERNAL;

CREATE INDEX answers_key ON atalaya.answers (model, epoch, input, stored_at DESC);
