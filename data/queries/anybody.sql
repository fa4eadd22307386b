-- Is anybody in the office yet?
SELECT EXISTS (SELECT 1 FROM visible_clients) AS anybody
