"""How long does inference take here, and in other packages?"""
