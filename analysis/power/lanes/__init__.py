"""How are many groups played side by side in compiled loops, bit for bit as by the rules?"""
