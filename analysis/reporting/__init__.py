"""How is what groups did told to a reader: numbers, pictures, sentences, pages?"""
