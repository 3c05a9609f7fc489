"""func"""
