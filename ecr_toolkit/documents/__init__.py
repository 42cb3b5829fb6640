"""Documents: the demarcation report as HTML and PDF, in any language, from the tables the other steps published."""
