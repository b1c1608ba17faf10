-- JSON: what the feed filed an article under, in its own words, for the filters of routes. At most 20 of 60 characters.
ALTER TABLE article ADD COLUMN categories TEXT NOT NULL DEFAULT '[]';
