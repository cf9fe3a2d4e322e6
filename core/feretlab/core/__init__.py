"""Operations on micrographs and the data they pass on; no Qt, no Java."""
