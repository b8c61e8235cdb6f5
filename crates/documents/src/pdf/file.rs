//! A file being written. Streams are objects of their own; the other objects, most of a tagged document, are
//! compressed together in object streams (ISO 32000-1, 7.5.7), found by a cross-reference stream (7.5.8).

use flate2::CompressError;
use pdf_writer::types::Predictor;
use pdf_writer::{Chunk, Filter, Finish, Name, Ref, Settings, Str};

use super::pack;

const HEADER: &[u8] = b"%PDF-1.7\n%\x80\x80\x80\x80\n";

/// Objects compressed together: a reader that wants one unpacks them all.
const TOGETHER: usize = 500;

/// Bytes of the three fields of a cross-reference: kind, offset or stream, generation or rank.
const FIELDS: [i32; 3] = [1, 4, 4];
/// Mark of a row of differences with the one above.
const UP: u8 = 2;
/// Bytes of a cross-reference.
const ENTRY: usize = 9;

/// Objects written one after the other, and where each begins.
struct Part {
    chunk: Chunk,
    starts: Vec<(Ref, usize)>,
}

impl Part {
    fn new(capacity: usize) -> Self {
        let settings = Settings { pretty: false };
        Self { chunk: Chunk::with_settings_and_capacity(settings, capacity), starts: Vec::new() }
    }

    fn begin(&mut self, id: Ref) -> &mut Chunk {
        self.starts.push((id, self.chunk.len()));
        &mut self.chunk
    }

    /// Each object with its bytes, without the lines that open and close it.
    fn bodies(&self) -> impl Iterator<Item = (Ref, &[u8])> {
        let ends = self.starts.iter().skip(1).map(|(_, start)| *start).chain([self.chunk.len()]);
        self.starts.iter().zip(ends).map(|((id, start), end)| {
            let whole = &self.chunk.as_bytes()[*start..end];
            let opening = format!("{} 0 obj\n", id.get());
            let body = whole.strip_prefix(opening.as_bytes()).unwrap_or(whole);
            (*id, body.strip_suffix(b"\nendobj\n").unwrap_or(body))
        })
    }
}

/// A file being written.
pub struct File {
    streams: Part,
    objects: Part,
    next: Ref,
}

/// What the end of a file tells.
pub struct Trailer {
    /// The catalog.
    pub root: Ref,
    /// The information dictionary.
    pub info: Ref,
    /// Identity of the document, then of this file.
    pub identity: (Vec<u8>, Vec<u8>),
}

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    /// At an offset of the file.
    At(usize),
    /// In an object stream, at a rank.
    In(Ref, usize),
}

impl File {
    pub fn new() -> Self {
        Self { streams: Part::new(64 * 1024), objects: Part::new(128 * 1024), next: Ref::new(1) }
    }

    /// The next free number.
    pub fn id(&mut self) -> Ref {
        self.next.bump()
    }

    pub fn ids<const N: usize>(&mut self) -> [Ref; N] {
        std::array::from_fn(|_| self.id())
    }

    /// Where the object of this number is to be written; it is no stream.
    pub fn object(&mut self, id: Ref) -> &mut Chunk {
        self.objects.begin(id)
    }

    /// Where the stream of this number is to be written.
    pub fn stream(&mut self, id: Ref) -> &mut Chunk {
        self.streams.begin(id)
    }

    /// The bytes of the file.
    pub fn finish(mut self, trailer: &Trailer) -> Result<Vec<u8>, CompressError> {
        let mut places = vec![None; index(self.next)];
        let mut keep = |id: Ref, place: Place| {
            if places.len() <= index(id) {
                places.resize(index(id) + 1, None);
            }
            places[index(id)] = Some(place);
        };
        let bodies: Vec<(Ref, &[u8])> = self.objects.bodies().collect();
        for together in bodies.chunks(TOGETHER) {
            let id = self.next.bump();
            let (mut heads, mut content) = (String::new(), Vec::new());
            for (rank, (object, body)) in together.iter().enumerate() {
                heads.push_str(&format!("{} {} ", object.get(), content.len()));
                content.extend_from_slice(body);
                content.push(b'\n');
                keep(*object, Place::In(id, rank));
            }
            let packed = pack::fast(&[heads.as_bytes(), &content].concat())?;
            let mut stream = self.streams.begin(id).stream(id, &packed);
            stream.pair(Name(b"Type"), Name(b"ObjStm"));
            stream.pair(Name(b"N"), super::int(together.len()));
            stream.pair(Name(b"First"), super::int(heads.len()));
            stream.filter(Filter::FlateDecode);
        }
        for (id, start) in &self.streams.starts {
            keep(*id, Place::At(HEADER.len() + start));
        }
        let mut out = [HEADER, self.streams.chunk.as_bytes()].concat();
        let (table, start) = (self.next.bump(), out.len());
        keep(table, Place::At(start));
        out.extend_from_slice(cross_references(table, &places, trailer)?.as_bytes());
        out.extend_from_slice(format!("startxref\n{start}\n%%EOF").as_bytes());
        Ok(out)
    }
}

fn index(id: Ref) -> usize {
    usize::try_from(id.get()).unwrap_or_default()
}

/// The cross-reference stream, with what the end of the file tells.
fn cross_references(id: Ref, places: &[Option<Place>], trailer: &Trailer) -> Result<Chunk, CompressError> {
    let mut entries = Vec::with_capacity(places.len() * (ENTRY + 1));
    let mut above = [0; ENTRY];
    for (number, place) in places.iter().enumerate() {
        let (kind, first, second) = match place {
            Some(Place::At(offset)) => (1, *offset, 0),
            Some(Place::In(stream, rank)) => (2, index(*stream), *rank),
            // The head of the list of free numbers, alone in it.
            None => (0, 0, if number == 0 { 65_535 } else { 0 }),
        };
        let [first, second] = [first, second].map(|f| u32::try_from(f).unwrap_or(u32::MAX).to_be_bytes());
        let mut entry = [0; ENTRY];
        entry[0] = kind;
        entry[1..5].copy_from_slice(&first);
        entry[5..].copy_from_slice(&second);
        // What changed since the entry above (PNG filter « Up »): neighbours are almost the same.
        entries.push(UP);
        entries.extend(entry.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = entry;
    }
    let packed = pack::fast(&entries)?;
    let mut chunk = Chunk::with_settings(Settings { pretty: false });
    let mut stream = chunk.stream(id, &packed);
    stream.pair(Name(b"Type"), Name(b"XRef"));
    stream.pair(Name(b"Size"), super::int(places.len()));
    stream.insert(Name(b"W")).array().items(FIELDS);
    stream.pair(Name(b"Root"), trailer.root);
    stream.pair(Name(b"Info"), trailer.info);
    let mut identity = stream.insert(Name(b"ID")).array();
    identity.item(Str(&trailer.identity.0)).item(Str(&trailer.identity.1));
    identity.finish();
    stream.filter(Filter::FlateDecode);
    stream.decode_parms().predictor(Predictor::PngUp).columns(super::int(ENTRY));
    stream.finish();
    Ok(chunk)
}
