//! One key read beside those of a document: the caller's reference, taken out of the map before the document sees it.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IntoDeserializer as _, MapAccess, Visitor};

const KEY: &str = "reference";

/// A deserializer whose root map loses its reference.
pub(super) struct Beside<'r, D> {
    pub inner: D,
    pub reference: &'r mut Option<String>,
}

struct Root<'r, V> {
    visitor: V,
    reference: &'r mut Option<String>,
}

struct Entries<'r, A> {
    map: A,
    reference: &'r mut Option<String>,
    seen: bool,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Beside<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(Root { visitor, reference: self.reference })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_struct(name, fields, Root { visitor, reference: self.reference })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Root<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Entries { map, reference: self.reference, seen: false })
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            if key != KEY {
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
            if std::mem::replace(&mut self.seen, true) {
                return Err(A::Error::duplicate_field(KEY));
            }
            *self.reference = self.map.next_value()?;
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
