import spacy

print("spaCy", spacy.__version__)
nlp = spacy.load("nl_core_news_sm")
print(nlp("Dit is een zin").ents)
