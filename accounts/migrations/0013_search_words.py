"""Words of a text for search: each exactly and without accents at one place, numbers of papers as one word.

`accounts.words` makes the same words in Python; a test holds the two against each other. The functions name nothing but
built-in functions and each other, with their schema, so that an index on them can be built again anywhere.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION public.search_words(source text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    exact text;
    folded text;
    lexemes text;
BEGIN
    -- Small letters and decomposed, whatever the locale of the server; the tone of a word moves before its first letter.
    exact := lower(translate(normalize(left(source, 150000), NFD), 'Đ', 'đ') COLLATE "C");
    exact := regexp_replace(exact, '([a-zđ\u0302\u0306\u031b]+)([\u0300\u0301\u0303\u0309\u0323])', '\2\1', 'g');
    exact := btrim(regexp_replace(exact,
        '[\u0001-\u002f\u003a-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u1680\u180e\u2000-\u2bff'
        '\u3000-\u3004\u3008-\u3030\ue000-\uf8ff\ufe00-\ufe6f\ufeff\uff00-\uff0f\uff1a-\uff20\U00010000-\U0010ffff]+',
        ' ', 'g'));
    IF exact = '' THEN
        RETURN ''::tsvector;
    END IF;
    folded := translate(exact, E'đ\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b', 'd');
    lexemes := (
        SELECT string_agg(CASE
            WHEN e = f AND e LIKE '0%' AND e ~ '^0+[1-9][0-9]*$' THEN left(ltrim(e, '0'), 60)
            WHEN e = f OR f = '' THEN left(e, 60)
            ELSE left(e, 60) || ':' || place || ' ' || left(f, 60)
            END || ':' || place, ' ')
        FROM unnest(string_to_array(exact, ' '), string_to_array(folded, ' ')) WITH ORDINALITY AS word(e, f, place));
    IF folded ~ '[0-9]' THEN
        -- 02/CT-UBND also as 2/ct and 2/ct/ubnd, "chỉ thị số 2" as 2/ct: one look into the index finds the paper.
        lexemes := concat(lexemes, (
            SELECT string_agg(concat(' ', m[1], '/', m[2], ' ' || m[1] || '/' || m[2] || '/' || m[3]), '')
            FROM regexp_matches(folded, '\m0*([1-9][0-9]{0,5}) (?:(?:19|20)[0-9][0-9] )?(bb|bc|bctd|cd|cp|ct|cthd|ctph|ctr|cv|da|gm'
                '|gp|hd|hdnd|kh|khhd|kl|ktxh|nd|ndlt|nq|nqlt|pa|pl|qc|qcph|qd|qdns|qyd|sl|tb|tc|tt|ttg|ttlt|ttr|ttrln'
                '|ubnd|vpcp|qh[0-9]{1,2}|ubtvqh[0-9]{0,2})\M(?: ([a-z]+[0-9]{0,2})\M)?', 'g') AS m), (
            SELECT string_agg(concat(' ', m[2], '/', CASE m[1]
                WHEN 'chi thi' THEN 'ct' WHEN 'nghi quyet' THEN 'nq' WHEN 'quyet dinh' THEN 'qd'
                WHEN 'quy dinh' THEN 'qyd' WHEN 'quy che' THEN 'qc' WHEN 'ke hoach' THEN 'kh'
                WHEN 'ket luan' THEN 'kl' WHEN 'thong bao' THEN 'tb' WHEN 'thong bao ket luan' THEN 'tb' WHEN 'cong dien' THEN 'cd'
                WHEN 'chuong trinh' THEN 'ctr' WHEN 'hanh dong' THEN 'ctr' WHEN 'bao cao' THEN 'bc'
                WHEN 'huong dan' THEN 'hd' WHEN 'thong tu' THEN 'tt' WHEN 'lien tich' THEN 'ttlt'
                WHEN 'nghi dinh' THEN 'nd' WHEN 'to trinh' THEN 'ttr' WHEN 'phuong an' THEN 'pa'
                WHEN 'de an' THEN 'da' WHEN 'du an' THEN 'da' WHEN 'bien ban' THEN 'bb'
                WHEN 'cong van' THEN 'cv' WHEN 'thong cao' THEN 'tc' WHEN 'giay moi' THEN 'gm' ELSE 'pl' END), '')
            FROM regexp_matches(folded, '\m(thong bao ket luan|chi thi|nghi quyet|quyet dinh|quy dinh|quy che|ke hoach|ket luan|thong bao|cong dien'
                '|chuong trinh|hanh dong|bao cao|huong dan|thong tu|lien tich|nghi dinh|to trinh|phuong an|de an|du an'
                '|bien ban|cong van|thong cao|giay moi|phap lenh) (?:so )?0*([1-9][0-9]{0,5})\M', 'g') AS m));
    END IF;
    RETURN lexemes::tsvector;
END $$;

-- A text of any length, piece by piece; what no tsvector can hold (1 MB) is left out at its end.
CREATE FUNCTION public.search_words_of_long(source text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    found tsvector := public.search_words(left(source, 150000));
    place integer := 150001 - 100;
BEGIN
    WHILE place <= length(source) - 100 LOOP
        found := found || public.search_words(substr(source, place, 150000));
        place := place + 150000 - 100;
    END LOOP;
    RETURN found;
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN found;
END $$;
"""
BACK = "DROP FUNCTION public.search_words_of_long(text); DROP FUNCTION public.search_words(text)"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_file_scans")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
