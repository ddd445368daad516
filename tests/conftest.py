from hypothesis import settings

# Examples may take long on a busy machine: speed is measured in benchmarks/.
settings.register_profile("synthphi", deadline=None)
settings.load_profile("synthphi")
