"""The matrix as a page for people and as JSON for programs: who may read and write which field, and on which ground."""
